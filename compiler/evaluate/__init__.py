"""The reference evaluator: one record, one decision, with its reasons (S1-S10, S12)."""
