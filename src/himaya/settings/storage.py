"""How static files are kept."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class ContentNamed(CompressedManifestStaticFilesStorage):
    """Files named by their content, so that browsers keep them for good, and compressed beforehand.

    The libraries' source maps are not shipped, so the references to them are left alone.
    """

    patterns = tuple(
        (shape, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for shape, rules in CompressedManifestStaticFilesStorage.patterns
        if shape != "*.js"
    )
