"""服务 services: the answers that registers and numbers give to an enterprise or an official."""
