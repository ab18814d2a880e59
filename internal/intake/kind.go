package intake

// Kind is the format of an original, found by its bytes.
type Kind string

// The kinds that a receipt can have.
const (
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	WebP Kind = "webp"
	TIFF Kind = "tiff"
	GIF  Kind = "gif"
	BMP  Kind = "bmp"
	PDF  Kind = "pdf"
	HEIC Kind = "heic"
	AVIF Kind = "avif" // accepted, but its pages cannot be rendered here
)

type kindFacts struct{ name, mediaType, ext string }

var kinds = map[Kind]kindFacts{
	JPEG: {"JPEG picture", "image/jpeg", ".jpg"},
	PNG:  {"PNG picture", "image/png", ".png"},
	WebP: {"WebP picture", "image/webp", ".webp"},
	TIFF: {"TIFF picture", "image/tiff", ".tif"},
	GIF:  {"GIF picture", "image/gif", ".gif"},
	BMP:  {"BMP picture", "image/bmp", ".bmp"},
	PDF:  {"PDF", "application/pdf", ".pdf"},
	HEIC: {"HEIC picture", "image/heic", ".heic"},
	AVIF: {"AVIF picture", "image/avif", ".avif"},
}

// String is the kind as people call it, such as "JPEG picture".
func (k Kind) String() string {
	if f, ok := kinds[k]; ok {
		return f.name
	}
	return "unknown file"
}

// MediaType is the registered media type, such as "image/jpeg".
func (k Kind) MediaType() string {
	if f, ok := kinds[k]; ok {
		return f.mediaType
	}
	return "application/octet-stream"
}

// Ext is the usual file name extension with its dot, or empty for an unknown kind.
func (k Kind) Ext() string { return kinds[k].ext }
