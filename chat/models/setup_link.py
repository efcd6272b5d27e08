from django.db import models

KEY = "setup"  # of the one document there is


class SetupLink(models.Model):
    """The link by which the first administrator of an empty database is made. Only its digest is kept. A new
    one takes the place of the one before; it is gone when it was used."""

    id = models.CharField(primary_key=True, max_length=16, db_column="_id", default=KEY, editable=False)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
