"""Danger asked about, help sent, a plan for staying safe."""
