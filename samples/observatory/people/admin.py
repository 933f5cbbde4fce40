from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from .models import Account, Affiliation, Astronomer, Institution, Reviewer

admin.site.register(Account, UserAdmin)


class AffiliationInline(admin.TabularInline):
    model = Affiliation
    extra = 0


@admin.register(Astronomer, Reviewer)
class AstronomerAdmin(admin.ModelAdmin):
    list_display = ["full_name", "orcid", "may_review"]
    list_filter = ["may_review"]
    search_fields = ["full_name", "orcid"]
    inlines = [AffiliationInline]


@admin.register(Institution)
class InstitutionAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "country"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
