"""What residents and staff can do in a discussion. The door has checked host, time, audience, permission and rate."""
