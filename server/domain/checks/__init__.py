"""What a schema cannot see: references, reachability, contradictions. Pure findings; ``entretien check`` prints them."""
