"""What tests share: banks, hostile notebooks, a pretended class, a browser, a machine for the hub."""
