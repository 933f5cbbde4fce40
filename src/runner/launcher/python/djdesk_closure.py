"""The rows that an exported slice must hold: those that were chosen, and what they need to be loaded elsewhere.

Needed are the rows that foreign keys, one-to-one and many-to-many fields, generic foreign keys and the parents of
inherited models name. Rows that only point at chosen ones (reverse relations) come along where their model was asked
for; what they need comes too, but not what else points at that. Content types and permissions stay out: `migrate`
makes them everywhere, so they are named by their natural keys.
"""

from collections import OrderedDict

CHUNK = 500
NATURAL = ("contenttypes.contenttype", "auth.permission")


class TooManyRows(Exception):
    pass


def rows_of(model, using):
    """All rows, whatever the project's managers hide."""
    from django.db.models import QuerySet

    return QuerySet(model=model, using=using)


def key_parts(model):
    """Columns of a primary key of several fields, else nothing."""
    parts = getattr(model._meta, "pk_fields", ())
    return [field.attname for field in parts] if len(parts) > 1 else []


def keys_of(rows):
    parts = key_parts(rows.model)
    return list(rows.values_list(*parts)) if parts else list(rows.values_list("pk", flat=True))


def count(rows):
    return rows.count() if key_parts(rows.model) else rows.values("pk").distinct().count()


def concrete(model):
    return model._meta.concrete_model


def is_natural(model):
    return model._meta.label_lower in NATURAL


def in_chunks(values):
    values = list(values)
    return [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]


def generic_keys(model):
    return [field for field in model._meta.private_fields if hasattr(field, "ct_field") and hasattr(field, "fk_field")]


def reverse_relations(model):
    """Relations of other models to this one, with their fields; hidden ones too."""
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete) or relation.related_model is None:
            continue
        source = relation.related_model
        field = getattr(relation, "field", None)
        if field is None or type(field).__name__ == "GenericRelation" or source._meta.auto_created or source._meta.proxy or is_natural(source):
            continue
        found.append((source, field))
    for field in model._meta.private_fields:
        if type(field).__name__ == "GenericRelation":
            found.append((concrete(field.related_model), field))
    return found


class Closure(object):
    def __init__(self, using, most, wanted):
        self.using, self.most, self.wanted = using, most, wanted
        self.rows = OrderedDict()
        self.via = OrderedDict()
        self.total = 0
        self.waiting = []
        self.notes = []
        self.pointing = OrderedDict()

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def add(self, model, keys, via, downward=False):
        """`downward`: what points at these rows may come along."""
        model = concrete(model)
        if is_natural(model):
            return
        known = self.rows.setdefault(model, OrderedDict())
        new = []
        for key in keys:
            if key is not None and key not in known:
                known[key] = True
                new.append(key)
        if new:
            self.total += len(new)
            counts = self.via.setdefault(model, OrderedDict())
            counts[via] = counts.get(via, 0) + len(new)
            if self.total > self.most:
                raise TooManyRows()
        if new or downward:
            self.waiting.append((model, list(keys) if downward else new, downward))

    def close(self):
        done = {}
        while self.waiting:
            model, keys, downward = self.waiting.pop()
            below = done.setdefault(model, set())
            for chunk in in_chunks(keys):
                found = self.follow(model, chunk)
                fresh = [key for key in found if key not in below] if downward else []
                below.update(fresh)
                if fresh:
                    self.follow_back(model, fresh)

    def follow(self, model, keys):
        """Rows that these name; answers the keys that exist."""
        meta = model._meta
        foreign = [field for field in meta.local_concrete_fields if field.remote_field is not None]
        others = [field for field in meta.local_fields if field.remote_field is not None and not field.concrete]
        for field in others:
            self.note("{}.{} spans several columns and was not followed.".format(meta.label, field.name))
        names = [field.attname for field in foreign]
        generic = generic_keys(model)
        for field in generic:
            names += [meta.get_field(field.ct_field).attname, meta.get_field(field.fk_field).attname]
        key = key_parts(model) or ["pk"]
        rows = list(rows_of(model, self.using).filter(pk__in=keys).values_list(*(key + names)))
        rows = [(row[: len(key)] if len(key) > 1 else row[0],) + tuple(row[len(key) :]) for row in rows]
        found = [row[0] for row in rows]
        self.forget_missing(model, keys, found)
        for at, field in enumerate(foreign, 1):
            self.follow_foreign(field, {row[at] for row in rows if row[at] is not None})
        for at, field in enumerate(generic):
            first = 1 + len(foreign) + 2 * at
            self.follow_generic(model, field, [(row[first], row[first + 1]) for row in rows])
        for field in meta.local_many_to_many:
            self.follow_many(model, field, found)
        return found

    def forget_missing(self, model, keys, found):
        missing = [key for key in keys if key not in set(found)]
        for key in missing:
            if self.rows[model].pop(key, None):
                self.total -= 1
        if missing:
            self.note("{} rows of {} are named by others and do not exist.".format(len(missing), model._meta.label))

    def follow_foreign(self, field, values):
        if not values:
            return
        target = concrete(field.remote_field.model)
        via = "{}.{}".format(field.model._meta.label, field.name)
        if is_natural(target):
            return
        if field.target_field.primary_key:
            self.add(target, sorted_keys(values), via)
            return
        for chunk in in_chunks(sorted_keys(values)):
            found = rows_of(target, self.using).filter(**{field.target_field.name + "__in": chunk})
            self.add(target, keys_of(found), via)

    def follow_generic(self, model, field, pairs):
        from django.contrib.contenttypes.models import ContentType

        by_type = OrderedDict()
        for kind, key in pairs:
            if kind is not None and key is not None:
                by_type.setdefault(kind, []).append(key)
        for kind, keys in by_type.items():
            content_type = rows_of(ContentType, self.using).filter(pk=kind).first()
            target = content_type.model_class() if content_type else None
            if target is None:
                self.note("{}.{} names a model that the project no longer has.".format(model._meta.label, field.name))
                continue
            primary = concrete(target)._meta.pk
            while primary.remote_field is not None:
                primary = primary.target_field
            self.add(target, sorted_keys({primary.to_python(key) for key in keys}), "{}.{}".format(model._meta.label, field.name))

    def follow_many(self, model, field, keys):
        through = field.remote_field.through
        if not keys or is_natural(field.remote_field.model):
            return
        via = "{}.{}".format(model._meta.label, field.name)
        pairs = rows_of(through, self.using).filter(**{field.m2m_field_name() + "__in": keys})
        if through._meta.auto_created:
            target = through._meta.get_field(field.m2m_reverse_field_name()).attname
            self.add(field.remote_field.model, list(pairs.values_list(target, flat=True).distinct()), via)
        else:
            self.add(through, keys_of(pairs), via)

    def follow_back(self, model, keys):
        for source, field in reverse_relations(model):
            pointing = self.pointing_at(model, source, field, keys)
            if source._meta.label_lower in self.wanted:
                self.add(source, sorted_keys(set(keys_of(pointing))), "{}.{}".format(source._meta.label, field.name), True)
            else:
                self.pointing.setdefault((source, field, model), []).append(pointing)

    def count_pointing(self):
        """Rows outside of the slice that point at chosen ones, per relation."""
        counts = OrderedDict()
        for relation, all_rows in self.pointing.items():
            own = in_chunks(self.rows.get(concrete(relation[0]), ()))
            counts[relation] = sum(
                count(rows) - sum(count(rows.filter(pk__in=chunk)) for chunk in own)
                for rows in all_rows
            )
        return counts

    def pointing_at(self, model, source, field, keys):
        rows = rows_of(source, self.using)
        if type(field).__name__ == "GenericRelation":
            from django.contrib.contenttypes.models import ContentType

            kind = ContentType.objects.db_manager(self.using).get_for_model(model, for_concrete_model=field.for_concrete_model)
            words = {field.content_type_field_name: kind.pk, field.object_id_field_name + "__in": [str(key) for key in keys]}
            return rows.filter(**words)
        return rows.filter(**{field.name + "__in": rows_of(model, self.using).filter(pk__in=keys)})


def sorted_keys(values):
    """In an order that does not change from run to run."""
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=repr)


def in_order(models):
    """Models after those that they need, as far as there is such an order."""
    done, ordered = set(), []

    def visit(model):
        if model in done:
            return
        done.add(model)
        for field in list(model._meta.local_fields) + list(model._meta.local_many_to_many):
            target = field.remote_field is not None and concrete(field.remote_field.model)
            if target and target in models:
                visit(target)
        ordered.append(model)

    for model in sorted(models, key=lambda each: each._meta.label):
        visit(model)
    return ordered
