"""Pages of chats: the child's and the counsellor's."""
