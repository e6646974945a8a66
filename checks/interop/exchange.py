"""Runs the JWT bearer flow with PyJWT and requests, without any code of the action.

Prints Salesforce's response. Reads all settings from the environment. The library requests reads
the certificate authority from REQUESTS_CA_BUNDLE and the proxy from HTTPS_PROXY.
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
response = requests.post(
    os.environ["LOGIN_URL"] + "/services/oauth2/token",
    data={
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(claims, private_key, algorithm="RS256"),
    },
    timeout=30,
)
print(response.text)
sys.exit(0 if response.ok else 1)
