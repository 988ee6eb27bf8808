"""What the network tells its funders and a site tells its council: figures, and no requests."""
