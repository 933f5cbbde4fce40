from django.contrib import admin

from .models import Authorship, Dataset, Journal, Publication


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    extra = 1
    autocomplete_fields = ["astronomer"]


@admin.register(Publication)
class PublicationAdmin(admin.ModelAdmin):
    list_display = ["title", "state", "journal", "published_on"]
    list_filter = ["state", "journal"]
    date_hierarchy = "published_on"
    inlines = [AuthorshipInline]


admin.site.register(Journal)
admin.site.register(Dataset)
