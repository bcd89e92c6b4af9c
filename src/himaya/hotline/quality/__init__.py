"""Review of finished contacts by rubric: drawn or picked, some scored twice and blind, answered by who listened; and how
well the scorers agree."""
