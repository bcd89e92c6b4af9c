"""What an emergency opening sets going: its supervisors are told, and it is looked at afterwards."""
