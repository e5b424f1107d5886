"""Shadow visits (meeloopdagen): hosts and their days, requests, the day itself, and what somebody learned."""
