from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=200)
    born = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Shelf(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    floor = models.SmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "shelves"


class Book(models.Model):
    class Genre(models.TextChoices):
        FICTION = "fiction"
        POETRY = "poetry"
        SCIENCE = "science"
        HISTORY = "history"

    title = models.CharField(max_length=300)
    isbn = models.CharField("ISBN", max_length=13, unique=True)
    genre = models.CharField(max_length=10, choices=Genre.choices, db_index=True)
    authors = models.ManyToManyField(Author, related_name="books")
    published = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class Copy(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="copies")
    shelf = models.ForeignKey(Shelf, on_delete=models.SET_NULL, null=True, related_name="copies")
    barcode = models.CharField(max_length=20, unique=True)

    class Meta:
        verbose_name_plural = "copies"
