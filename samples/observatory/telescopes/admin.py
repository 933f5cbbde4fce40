from django.contrib import admin

from . import models


class InstrumentInline(admin.TabularInline):
    model = models.Instrument
    extra = 0


@admin.register(models.Telescope)
class TelescopeAdmin(admin.ModelAdmin):
    list_display = ["name", "site", "aperture", "mount"]
    list_filter = ["site", "mount"]
    inlines = [InstrumentInline]


admin.site.register([models.Site, models.Filter, models.Camera, models.Spectrograph, models.MaintenanceWindow])
