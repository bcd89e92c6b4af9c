"""Proactive support: dated rules over the registers raise leads; somebody asks the person, who may say no."""
