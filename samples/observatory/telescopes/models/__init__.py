from .instruments import Camera, CameraFilter, Filter, Instrument, Spectrograph
from .sites import Site, Telescope
from .upkeep import MaintenanceWindow

__all__ = [
    "Camera",
    "CameraFilter",
    "Filter",
    "Instrument",
    "MaintenanceWindow",
    "Site",
    "Spectrograph",
    "Telescope",
]
