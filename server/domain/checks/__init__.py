"""What a schema cannot see: references, reachability, contradictions. Pure findings, printed by ``check``."""
