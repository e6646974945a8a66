"""Answers with botocore, one JSON document a line: the signed headers of a request, or KMS's endpoints."""

import datetime
import json
import sys
from unittest import mock

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

session = botocore.session.Session()


def sign(request):
    aws_request = AWSRequest(
        method="POST",
        url=request["origin"] + "/",
        headers=request["headers"],
        data=request["body"].encode(),
    )
    credentials = Credentials(
        request["accessKeyId"], request["secretAccessKey"], request.get("sessionToken")
    )
    time = datetime.datetime.fromtimestamp(
        request["time"] // 1000, datetime.timezone.utc
    )
    with mock.patch(
        "botocore.auth.get_current_datetime", lambda *_, **__: time.replace(tzinfo=None)
    ):
        signer = botocore.auth.SigV4Auth(credentials, "kms", request["region"])
        signer.add_auth(aws_request)
    return {name.lower(): value for name, value in aws_request.headers.items()}


def endpoint(region, fips):
    from botocore.config import Config

    client = session.create_client(
        "kms",
        region_name=region,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(use_fips_endpoint=fips),
    )
    return client.meta.endpoint_url


def endpoints():
    partitions = session.get_available_partitions()
    regions = [
        region
        for partition in partitions
        for region in session.get_available_regions("kms", partition)
    ]
    return {
        region: {"plain": endpoint(region, False), "fips": endpoint(region, True)}
        for region in regions
        if not region.endswith("-fips") and not region.startswith("ProdFips")
    }


for line in sys.stdin:
    request = json.loads(line)
    answer = endpoints() if request == "endpoints" else sign(request)
    print(json.dumps(answer), flush=True)
