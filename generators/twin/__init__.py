"""The twin: the bank's months to come under a strategy, beside the same months without it. Knows nothing of notebooks."""
