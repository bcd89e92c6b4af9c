"""What happens to the work of somebody who can no longer do it: it comes to whoever shares out work there."""
