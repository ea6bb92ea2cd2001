"""Learning platforms that launch the service: LTI 1.3 with Deep Linking.

platforms        which platforms there are, their courses and links; questions about them
registration     how a platform and the service get to know each other by themselves
launch           a launch from its beginning to a checked message
refusal          why a launch is refused
claims           what platforms say, read into values
arrival          who has launched, in which course, and where the link leads
deep_linking     an instructor chooses what a new link leads to
keys             the service's own keys, and their rotation
platform_keys    the platforms' public keys
fetching         asking a platform for a document
service_calls    requests to a platform's services, with its tokens
platform_grades  which grades a platform should have, and sending them
platform_roster  who is in the courses of platforms
sent_states      how far grades and rosters are
platform_tasks   what workers do at platforms, and when
"""
