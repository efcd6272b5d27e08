"""Where files of messages are kept: GridFS in the same MongoDB, a folder, or S3, as the environment says."""

from typing import Any

from chatsite.environment import env, flag, origin, refuse, secret

MIB = 1024 * 1024
PART = MIB  # bytes of a part of an upload: more than this no request may have (chatsite.request)
FOLDER = "django.core.files.storage.FileSystemStorage"


def file_storage() -> dict[str, Any]:
    """An entry of Django's STORAGES."""
    folder, bucket = (env.str(name, default="").strip() for name in ("FILES_DIR", "FILES_S3_BUCKET"))
    if folder and bucket:
        refuse("FILES_DIR and FILES_S3_BUCKET are both set. Set one of them.")
    if folder:
        return {"BACKEND": FOLDER, "OPTIONS": {"location": folder, "file_permissions_mode": 0o640}}
    if bucket:
        return {"BACKEND": "chatsite.s3.S3FileStorage", "OPTIONS": _s3(bucket)}
    return {"BACKEND": "chatsite.mongo.gridfs.GridFSStorage", "OPTIONS": {"bucket": "uploads"}}


def is_folder(storage: dict[str, Any]) -> bool:
    return storage["BACKEND"] == FOLDER


def _s3(bucket: str) -> dict[str, Any]:
    """Nobody but the instances reads it: they look first whether somebody may see a file."""
    return {
        "bucket_name": bucket,
        "access_key": secret("FILES_S3_KEY") or None,
        "secret_key": secret("FILES_S3_SECRET") or None,
        "endpoint_url": origin("FILES_S3_URL", "") or None,
        "region_name": env.str("FILES_S3_REGION", default="") or None,
        "default_acl": None,
        "querystring_auth": False,
        "file_overwrite": True,
        "addressing_style": "path" if flag("FILES_S3_PATHS", default=False) else None,
    }
