"""The language of processes and what every process shares: steps, clocks, tasks, notices, letters. Not any one process."""
