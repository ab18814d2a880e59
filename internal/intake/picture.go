package intake

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gen2brain/heic"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// UnsupportedError says that a file is sound as far as one can tell, but that
// its pages cannot be rendered on this computer. The service may read it.
type UnsupportedError struct{ Reason string }

func (e *UnsupportedError) Error() string { return e.Reason }

// frame is a page of a picture as its header describes it.
type frame struct {
	width, height int // as stored, before orientation
	orientation   int // what to apply after decoding
	deep          bool
	at            uint32 // TIFF: its directory
}

// pixels is the memory that the decoded picture takes, in pixels of four bytes.
func (f frame) pixels() int64 {
	n := int64(f.width) * int64(f.height)
	if f.deep {
		n *= 2
	}
	return n
}

// cost is the memory that decoding takes, in pixels of four bytes: a HEIC of
// 12 million pixels was seen to take up to 370 MB.
func (f frame) cost(k Kind) int64 {
	if k == HEIC {
		return f.pixels() * 8
	}
	return f.pixels()
}

// frames reads the headers of a picture's pages. An animation is one page: its first frame.
func frames(k Kind, data []byte) ([]frame, error) {
	switch k {
	case TIFF:
		return tiffFrames(data)
	case WebP:
		if animatedWebP(data) {
			return nil, &UnsupportedError{"an animated WebP picture cannot be shown on this computer"}
		}
	case HEIC, AVIF:
		f, err := heifFrame(data)
		return []frame{f}, err
	}
	cfg, err := pictureConfig(k, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return []frame{newFrame(cfg, exifOrientation(k, data))}, nil
}

// animatedWebP looks for the flag in the header of a whole file (WebP
// Container Specification, Extended File Format).
func animatedWebP(data []byte) bool {
	return len(data) > 20 && string(data[12:16]) == "VP8X" && data[20]&2 != 0 &&
		uint64(binary.LittleEndian.Uint32(data[4:]))+8 <= uint64(len(data))
}

func newFrame(cfg image.Config, orientation int) frame {
	deep := false
	switch cfg.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model, color.Gray16Model:
		deep = true
	}
	return frame{width: cfg.Width, height: cfg.Height, orientation: orientation, deep: deep}
}

func pictureConfig(k Kind, r io.Reader) (image.Config, error) {
	switch k {
	case JPEG:
		return jpeg.DecodeConfig(r)
	case PNG:
		return png.DecodeConfig(r)
	case GIF:
		return gif.DecodeConfig(r)
	case BMP:
		return bmp.DecodeConfig(r)
	case WebP:
		return webp.DecodeConfig(r)
	}
	return image.Config{}, fmt.Errorf("no decoder for %s", k)
}

func tiffFrames(data []byte) ([]frame, error) {
	if len(data) > 3 && (data[2] == '+' || data[3] == '+') {
		return nil, &UnsupportedError{"this is a BigTIFF, a form of TIFF that cannot be shown here"}
	}
	pages, ok := tiffPages(data)
	switch {
	case isCanonRaw(data), ok && len(pages) == 0:
		return nil, rawPicture()
	case !ok:
		return nil, tiff.FormatError("broken chain of pages")
	}
	list := make([]frame, 0, len(pages))
	for _, p := range pages {
		cfg, err := configTIFF(data, p.at)
		if err != nil {
			return nil, err
		}
		f := newFrame(cfg, p.orientation)
		f.at = p.at
		list = append(list, f)
	}
	return list, nil
}

// decodePicture decodes one page. The decoders panic on no input that is
// known; should one, that file is damaged and the program goes on. The HEIC
// decoder panics where the system forbids to run compiled code. It stops early,
// with an error, when ctx ends.
func decodePicture(ctx context.Context, k Kind, data []byte, f frame) (img image.Image, err error) {
	defer func() {
		p := recover()
		switch {
		case p == nil:
		case k == HEIC:
			img, err = nil, &UnsupportedError{fmt.Sprintf("HEIC pictures cannot be shown on this computer (%v)", p)}
		default:
			img, err = nil, fmt.Errorf("decoding %s: %v", k, p)
		}
	}()
	r := &stoppable{ctx, bytes.NewReader(data)}
	switch k {
	case JPEG:
		// Some scanners leave out the end marker; the picture is whole without it.
		return jpeg.Decode(io.MultiReader(r, bytes.NewReader([]byte("\xff\xd9"))))
	case PNG:
		return png.Decode(r)
	case GIF:
		return decodeGIF(data)
	case BMP:
		return bmp.Decode(r)
	case WebP:
		return webp.Decode(r)
	case TIFF:
		return decodeTIFF(data, f.at)
	case HEIC:
		return heic.Decode(r)
	}
	return nil, &UnsupportedError{fmt.Sprintf("an %s cannot be shown on this computer", k)}
}

// stoppable ends in the middle when nobody waits for the picture any more: the
// decoders ask for a few kilobytes at a time.
type stoppable struct {
	ctx context.Context
	io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

// decodeGIF gives the first frame in its place on the whole picture, which it need not fill.
func decodeGIF(data []byte) (image.Image, error) {
	first, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	cfg, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	whole := image.Rect(0, 0, cfg.Width, cfg.Height)
	if first.Bounds() == whole {
		return first, nil
	}
	return &placed{first, whole}, nil
}

// placed shows a picture in a larger, otherwise transparent one.
type placed struct {
	image.Image
	whole image.Rectangle
}

func (p *placed) Bounds() image.Rectangle { return p.whole }

func (p *placed) At(x, y int) color.Color {
	if !image.Pt(x, y).In(p.Image.Bounds()) {
		return color.Transparent
	}
	return p.Image.At(x, y)
}

// unsupported tells a picture that the decoder does not know how to decode
// from one that is broken.
func unsupported(err error) (*UnsupportedError, bool) {
	var own *UnsupportedError
	if errors.As(err, &own) {
		return own, true
	}
	var j jpeg.UnsupportedError
	var p png.UnsupportedError
	var t tiff.UnsupportedError
	if errors.As(err, &j) || errors.As(err, &p) || errors.As(err, &t) || errors.Is(err, bmp.ErrUnsupported) {
		return &UnsupportedError{fmt.Sprintf("this form of picture cannot be shown on this computer (%v)", err)}, true
	}
	return nil, false
}
