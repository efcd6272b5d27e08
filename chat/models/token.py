from django.db import models

from chat.models.keys import KeyField


class Token(models.Model):
    """A bearer token of a program. Only its digest is kept, so nobody can read it back."""

    id = KeyField()
    user = models.ForeignKey("chat.User", models.CASCADE, db_column="user", related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["created_at", "id"], name="token_by_making")]

    def __str__(self) -> str:
        return f"{self.label or 'token'} of {self.user_id}"
