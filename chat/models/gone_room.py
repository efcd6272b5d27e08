from django.db import models
from django.utils.translation import gettext_lazy as _


class GoneRoom(models.Model):
    """A room that was deleted. Its id and its address are never used again."""

    id = models.CharField(primary_key=True, max_length=64, db_column="_id", editable=False)
    slug = models.CharField(max_length=48, db_index=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("deleted room")
        verbose_name_plural = _("deleted rooms")

    def __str__(self) -> str:
        return self.slug
