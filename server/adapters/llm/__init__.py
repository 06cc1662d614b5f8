"""Any OpenAI-compatible endpoint: one ``Endpoint`` for the voice and for the judge, and the ``LlmVoice``."""
