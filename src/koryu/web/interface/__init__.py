"""The HTTP interface described for programs, in OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0."""
