from django.contrib import admin

from .models import Author, Book, Copy, Shelf


class CopyInline(admin.TabularInline):
    model = Copy


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "isbn", "genre"]
    inlines = [CopyInline]


admin.site.register([Author, Shelf])
