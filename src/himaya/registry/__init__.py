"""People, once each: identity, households, relationships, identifiers, consent, documents. Not what is done for them."""
