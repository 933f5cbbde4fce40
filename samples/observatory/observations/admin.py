from django.contrib import admin

from .models import Annotation, Exposure, Night, Observation, ObservingShift, Programme, Target, WeatherReport


class ShiftInline(admin.TabularInline):
    model = ObservingShift
    extra = 0


@admin.register(Observation)
class ObservationAdmin(admin.ModelAdmin):
    list_display = ["target", "night", "instrument", "state"]
    list_filter = ["state", "instrument"]
    inlines = [ShiftInline]


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    list_display = ["code", "title", "hours_granted"]
    filter_horizontal = ["telescopes"]


for model in (Annotation, Exposure, Night, Target, WeatherReport):
    admin.site.register(model)
