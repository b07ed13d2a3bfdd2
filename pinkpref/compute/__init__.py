"""Where work runs: in this process, or on a Dask cluster; the same calls, the same numbers."""
