"""The web process: it imports no course and no student code, and runs none.

server       starts it
app          puts it together: routes, middleware, answers to errors
request_context  what every request works with; who is asking
provider_sign_in  signing in by the accounts of other organisations
api          /api/v1
operations   /healthz and /metrics
receiving    uploads, bounded before they are read
downloads    files that browsers save
problems     errors as RFC 9457 problem documents
rates        how often somebody may ask
"""
