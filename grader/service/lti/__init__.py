"""Learning platforms that launch the service: LTI 1.3 with Deep Linking.

platforms        which platforms there are, their courses and links; questions about them
keys             the service's own keys, and their rotation
"""
