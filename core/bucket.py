"""Files in a bucket of an S3-compatible store, for several machines.

Its connections are sockets of the standard library, so they go along with whichever loop runs.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from minio import Minio
from minio.datatypes import Object
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from core import clock
from core.errors import NotFound, Unavailable

_PATIENCE = Timeout(connect=3, read=20)
_AGAIN = Retry(total=2, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504))
_USUAL_REGION = "us-east-1"
_NOT_THERE = "NoSuchKey"


class BucketStore:
    """A `core.files.Store`; `url` is `s3://KEY:SECRET@host/bucket/folder?region=…`."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._bucket, _, folder = address.path.strip("/").partition("/")
        self._folder = f"{folder}/" if folder else ""
        self._client = Minio(
            address.netloc.rpartition("@")[2],
            access_key=unquote(address.username or ""),
            secret_key=unquote(address.password or ""),
            secure=address.scheme == "s3",
            region=parse_qs(address.query).get("region", [_USUAL_REGION])[0],
            http_client=PoolManager(timeout=_PATIENCE, retries=_AGAIN, maxsize=10),
        )

    def put(self, name: str, content: bytes) -> None:
        with _answering_the_store():
            self._client.put_object(
                self._bucket, self._folder + name, io.BytesIO(content), len(content)
            )

    def get(self, name: str) -> bytes:
        with _answering_the_store():
            found = self._client.get_object(self._bucket, self._folder + name)
            try:
                return bytes(found.read())
            finally:
                found.close()
                found.release_conn()

    def delete(self, name: str) -> None:
        with _answering_the_store():
            self._client.remove_object(self._bucket, self._folder + name)

    def older_than(self, seconds: float) -> Iterator[str]:
        before = clock.now() - timedelta(seconds=seconds)
        for found in self._listed():
            if found.last_modified and found.last_modified < before:
                yield self._name_of(found)

    def sizes(self) -> Iterator[tuple[str, int]]:
        for found in self._listed():
            yield self._name_of(found), found.size or 0

    def _listed(self) -> Iterator[Object]:
        with _answering_the_store():
            for found in self._client.list_objects(self._bucket, prefix=self._folder):
                if not found.is_dir:
                    yield found

    def _name_of(self, found: Object) -> str:
        return str(found.object_name).removeprefix(self._folder)


@contextmanager
def _answering_the_store() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code == _NOT_THERE:
            raise NotFound from None
        raise Unavailable from error
    except (MinioException, HTTPError) as error:
        raise Unavailable from error
