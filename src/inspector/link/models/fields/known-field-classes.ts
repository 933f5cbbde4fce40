/**
 * Field classes of common packages whose constructors change what was passed: what they imply, for a project whose
 * environment is not here. Keyed by package and class name, because classes move between modules of a package.
 * A third-party class that passes its arguments through needs no entry.
 */
import { djangoFieldClass, type FieldClass } from "./field-classes.ts";

type Change = Partial<Omit<FieldClass, "name">>;

/** Django's entry of the base, with what the package's class changes. */
const like = (base: string, change: Change = {}): FieldClass => {
  const entry = djangoFieldClass(`django.db.models.${base}`) ?? djangoFieldClass(`django.contrib.postgres.fields.${base}`);
  if (entry === undefined) throw new Error(`no Django field class ${base}`);
  return {
    ...entry,
    ...change,
    implied: { ...entry.implied, ...change.implied },
    forced: { ...entry.forced, ...change.forced },
    internalType: change.internalType === undefined ? entry.internalType : change.internalType,
  };
};

const created = { implied: { editable: false, has_default: true } } as const;
const stamped = { forced: { editable: false, blank: true } } as const;
const tagging: FieldClass = like("ManyToManyField", {
  internalType: "ManyToManyField",
  positional: ["verbose_name", "help_text", "through", "blank", "related_name", "to", "ordering", "manager", "prefetch_cache_name"],
  forced: { null: true },
  storage: "column",
});

const classes: Readonly<Record<string, FieldClass>> = {
  "model_utils.AutoCreatedField": like("DateTimeField", created),
  "model_utils.AutoLastModifiedField": like("DateTimeField", created),
  "model_utils.MonitorField": like("DateTimeField", { implied: { has_default: true } }),
  "model_utils.StatusField": like("CharField", { implied: { max_length: 100 } }),
  "model_utils.UUIDField": like("UUIDField", {
    positional: ["primary_key", "version", "editable"],
    implied: { primary_key: true, editable: false },
    forced: { has_default: true, max_length: 32 },
  }),
  "model_utils.UrlsafeTokenField": like("CharField", {
    positional: ["editable", "max_length", "factory"],
    implied: { editable: false, max_length: 128 },
  }),
  "organizations.AutoCreatedField": like("DateTimeField", created),
  "organizations.AutoLastModifiedField": like("DateTimeField", created),
  "organizations.SlugField": like("SlugField", { forced: { editable: true }, implied: { max_length: 200, blank: true, unique: true } }),
  "django_extensions.CreationDateTimeField": like("DateTimeField", stamped),
  "django_extensions.ModificationDateTimeField": like("DateTimeField", stamped),
  "django_extensions.AutoSlugField": like("SlugField", { implied: { blank: true, editable: false } }),
  "django_extensions.RandomCharField": like("CharField", { implied: { blank: true, editable: false } }),
  "django_extensions.ShortUUIDField": like("CharField", { implied: { blank: true, editable: false, max_length: 22 } }),
  "autoslug.AutoSlugField": like("SlugField", { implied: { editable: false } }),
  "django_fsm.FSMField": like("CharField", { implied: { max_length: 50 } }),
  "phonenumber_field.PhoneNumberField": like("CharField", { implied: { max_length: 128 } }),
  "django_countries.CountryField": like("CharField", { implied: { max_length: 2 }, ownChoices: true }),
  "timezone_field.TimeZoneField": like("CharField", { implied: { max_length: 63 }, ownChoices: true }),
  "taggit.TaggableManager": tagging,
  "modelcluster.ClusterTaggableManager": tagging,
  "shortuuid.ShortUUIDField": like("CharField", { implied: { max_length: 22 } }),
  "colorfield.ColorField": like("CharField", { implied: { max_length: 25 } }),
  "ordered_model.OrderField": like("PositiveIntegerField", { forced: { editable: false } }),
  "jsonfield.JSONField": like("TextField"),
  "i18nfield.I18nCharField": like("TextField"),
  "i18nfield.I18nTextField": like("TextField"),
  "annoying.AutoOneToOneField": like("OneToOneField"),
  "encrypted_model_fields.EncryptedCharField": like("TextField"),
  "fernet_fields.EncryptedField": like("BinaryField", { implied: { editable: true } }),
  "versatileimagefield.VersatileImageField": like("ImageField"),
  "easy_thumbnails.ThumbnailerImageField": like("ImageField"),
  "sorl.ImageField": like("ImageField"),
  "tinymce.HTMLField": like("TextField"),
  "ckeditor.RichTextField": like("TextField"),
  "ckeditor_uploader.RichTextUploadingField": like("TextField"),
  "django_ckeditor_5.CKEditor5Field": like("TextField"),
  "markdownx.MarkdownxField": like("TextField"),
  "mptt.TreeForeignKey": like("ForeignKey"),
  "mptt.TreeOneToOneField": like("OneToOneField"),
  "mptt.TreeManyToManyField": like("ManyToManyField"),
  "modelcluster.ParentalKey": like("ForeignKey", { onDelete: "CASCADE" }),
  "modelcluster.ParentalManyToManyField": like("ManyToManyField"),
  "sortedm2m.SortedManyToManyField": like("ManyToManyField", { internalType: "ManyToManyField" }),
};

/** The entry of a common package's field class with this dotted path. */
export const knownFieldClass = (path: string): FieldClass | undefined =>
  classes[`${path.slice(0, path.indexOf("."))}.${path.slice(path.lastIndexOf(".") + 1)}`];
