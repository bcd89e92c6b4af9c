"""Forms filled in on phones without a network: fetched and sent by ODK Collect as the OpenRosa standards say
(docs.getodk.org/openrosa), put in their place in a case or left to a human."""
