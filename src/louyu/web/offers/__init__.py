"""政策的底本 offers: what pages and the API both need of policies and of who stands how."""
