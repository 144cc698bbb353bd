"""Tables of others matched to the things of an edition: the Reconciliation Service API 0.2, without HTTP.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
