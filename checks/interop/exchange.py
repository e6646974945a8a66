"""The JWT bearer flow once more, with PyJWT and requests: nothing in common with the action.

Prints Salesforce's answer. Everything comes from the environment, the certificate authority and
the proxy too, which requests finds in REQUESTS_CA_BUNDLE and HTTPS_PROXY.
"""

import os
import sys
import time

import jwt
import requests

with open(os.environ["PRIVATE_KEY_FILE"], encoding="ascii") as file:
    private_key = file.read()

claims = {
    "iss": os.environ["CONSUMER_KEY"],
    "sub": os.environ["SF_USERNAME"],
    "aud": os.environ["AUDIENCE"],
    "exp": int(time.time()) + 180,
}
answer = requests.post(
    os.environ["LOGIN_URL"] + "/services/oauth2/token",
    data={
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(claims, private_key, algorithm="RS256"),
    },
    timeout=30,
)
print(answer.text)
sys.exit(0 if answer.ok else 1)
