"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Statics(CompressedManifestStaticFilesStorage):
    """Also the modules that a script imports, and those that they import: each gets its hashed name."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # the longest chain of imports, with room to grow
