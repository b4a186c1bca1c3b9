"""接口 api: registers, numbers, explanations and submissions as JSON (OpenAPI 3)."""
