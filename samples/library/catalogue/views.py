from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from .models import Book


class BookList(ListView):
    model = Book


def book(request, isbn):
    found = get_object_or_404(Book, isbn=isbn)
    return JsonResponse({"title": found.title, "copies": found.copies.count()})
