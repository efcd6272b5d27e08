"""A small world in an app registry of its own: what the engine's repairs are shown on."""

import uuid
from typing import ClassVar

from django.apps.registry import Apps
from django.db import models

world = Apps(["tests.mongo"])


class Person(models.Model):
    objects: ClassVar[models.Manager["Person"]] = models.Manager()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_column="_id")
    name = models.CharField(max_length=40, unique=True)
    phone = models.CharField(max_length=40, unique=True, null=True)

    class Meta:
        app_label = "mongo"
        apps = world


class Place(models.Model):
    objects: ClassVar[models.Manager["Place"]] = models.Manager()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_column="_id")
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "mongo"
        apps = world


class Post(models.Model):
    objects: ClassVar[models.Manager["Post"]] = models.Manager()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_column="_id")
    place = models.ForeignKey(Place, models.CASCADE)
    author = models.ForeignKey(Person, models.CASCADE)
    editor = models.ForeignKey(Person, models.CASCADE, null=True, related_name="edits")
    seq = models.BigIntegerField()
    created = models.DateTimeField()
    text = models.TextField()

    class Meta:
        app_label = "mongo"
        apps = world
        constraints = [models.UniqueConstraint(fields=["place", "seq"], name="one_post_a_seq")]
        indexes = [models.Index(fields=["created", "id"], name="posts_by_time")]


MODELS = [Person, Place, Post]
