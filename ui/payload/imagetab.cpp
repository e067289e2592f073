#include "ui/payload/imagetab.h"

#include "ui/details/fieldrow.h"
#include "ui/support/latestjob.h"
#include "ui/support/numbertext.h"
#include "ui/support/restyle.h"

#include <QBuffer>
#include <QImageReader>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
/// Read at once; between pieces it is looked whether anybody still wants them.
/// Pixels of the longer side of what is scaled to the pane.
constexpr int previewSide = 2048;

QString formatName(const QByteArray &format) { return QString::fromLatin1(format).toUpper(); }
} // namespace

QByteArray imageFormat(QByteArrayView beginning)
{
    if (beginning.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (beginning.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (beginning.startsWith("GIF87a") || beginning.startsWith("GIF89a"))
        return "gif";
    if (beginning.startsWith("RIFF") && beginning.size() >= 12 && beginning.sliced(8, 4) == QByteArrayView("WEBP"))
        return "webp";
    return {};
}

ImageTab::ImageTab(QWidget *parent)
    : PayloadTab(QStringLiteral("image"), tr("Image"), parent)
    , m_job(new LatestJob(this))
    , m_facts(new QLabel)
    , m_problem(new QLabel)
    , m_area(new QScrollArea)
    , m_picture(new QLabel)
    , m_actualSize(new QToolButton(this))
{
    m_area->setAccessibleName(tr("Picture"));
    setObjectName(QStringLiteral("imageTab"));
    m_facts->setObjectName(QStringLiteral("imageFacts"));
    m_problem->setObjectName(QStringLiteral("imageProblem"));
    for (QLabel *label : {m_facts, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(10, 4, 10, 4);
    }
    m_facts->setProperty("part", QStringLiteral("muted"));
    m_picture->setObjectName(QStringLiteral("imagePicture"));
    m_picture->setAccessibleName(tr("The picture"));
    m_picture->setAlignment(Qt::AlignCenter);
    m_area->setWidget(m_picture);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_actualSize->setObjectName(QStringLiteral("actualSize"));
    m_actualSize->setText(tr("Actual size"));
    m_actualSize->setToolTip(tr("Show each pixel of the picture as one of the screen"));
    m_actualSize->setCheckable(true);
    m_actualSize->setProperty("part", QStringLiteral("tool"));
    addTool(m_actualSize);
    connect(m_actualSize, &QToolButton::toggled, this, &ImageTab::fit);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_facts);
    column->addWidget(m_problem);
    column->addWidget(m_area, 1);
    clear();
}

ImageTab::~ImageTab() = default;

bool ImageTab::isFor(const RowPayload &payload) const { return !imageFormat(payload.beginning()).isEmpty(); }

bool ImageTab::isReading() const { return m_job->isRunning(); }

void ImageTab::clear()
{
    m_job->cancel();
    m_image = m_preview = {};
    m_picture->clear();
    m_facts->hide();
    m_problem->hide();
}

void ImageTab::release()
{
    clear();
    m_job->cancelAndWait();
}

ImageTab::Picture ImageTab::read(const RowPayload::Fetch &fetch, std::uint64_t size, const std::stop_token &stop)
{
    Picture picture;
    picture.octets = size;
    picture.format = imageFormat(fetch(0, 64));
    if (picture.format.isEmpty()) {
        picture.problem = tr("These bytes are no picture: PNG, JPEG, GIF and WebP begin otherwise.");
        return picture;
    }
    if (size > maxOctets) {
        picture.problem =
            tr("▲ Pictures of more than %1 are not decoded. Hex shows the bytes.").arg(bytesText(maxOctets));
        return picture;
    }
    QByteArray octets = RowPayload::readAll(fetch, size, stop);
    if (stop.stop_requested())
        return picture;
    QBuffer buffer(&octets);
    buffer.open(QIODevice::ReadOnly);
    // The format is told: nothing else that Qt has a reader for gets these octets.
    QImageReader reader(&buffer, picture.format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    if (!QImageReader::supportedImageFormats().contains(picture.format)) {
        picture.problem =
            tr("▲ This is a %1 picture; the Qt library here has no reader for it. Copy its bytes from Hex.")
                .arg(formatName(picture.format));
        return picture;
    }
    picture.size = reader.size();
    if (qint64(picture.size.width()) * picture.size.height() > maxPixels) {
        // A few octets can promise any size: it is judged before anything is taken for it.
        picture.problem = tr("▲ Its header promises %1 × %2 pixels, more than the %3 that are decoded.")
                              .arg(numberText(std::uint64_t(picture.size.width())),
                                   numberText(std::uint64_t(picture.size.height())), numberText(maxPixels));
        return picture;
    }
    picture.image = reader.read();
    if (picture.image.isNull())
        picture.problem = tr("✗ It begins as a %1 picture and cannot be decoded: the data after the header is wrong or "
                             "not all there.")
                              .arg(formatName(picture.format));
    else if (reader.supportsAnimation())
        picture.pictures = reader.imageCount();
    // As it is painted, and small enough to be scaled while the window waits.
    picture.image.convertTo(picture.image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                            : QImage::Format_RGB32);
    picture.preview = picture.image;
    if (std::max(picture.image.width(), picture.image.height()) > previewSide)
        picture.preview = picture.image.scaled(previewSide, previewSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    return picture;
}

void ImageTab::showPayload(const RowPayload &payload)
{
    clear();
    m_problem->setText(tr("Reading %1 …").arg(bytesText(payload.size())));
    restyle(m_problem, "part", QStringLiteral("muted"));
    m_problem->show();
    m_job->start(
        [this, fetch = payload.fetch(), size = payload.size()](const std::stop_token &stop) -> LatestJob::Show {
            return [this, picture = read(fetch, size, stop)] { showPicture(picture); };
        });
}

void ImageTab::showPicture(const Picture &picture)
{
    m_image = picture.image;
    m_preview = picture.preview;
    QString facts = formatName(picture.format);
    if (picture.size.isValid())
        facts += QStringLiteral(" · ") + tr("%1 × %2 pixels").arg(picture.size.width()).arg(picture.size.height());
    facts += QStringLiteral(" · ") + bytesText(picture.octets);
    if (picture.pictures > 1)
        facts += QStringLiteral(" · ") + tr("the first of %n pictures", nullptr, picture.pictures);
    m_facts->setText(facts);
    m_facts->setVisible(!picture.format.isEmpty());
    m_problem->setText(picture.problem);
    m_problem->setVisible(!picture.problem.isEmpty());
    restyle(m_problem, "part",
            picture.problem.startsWith(u'✗')   ? QStringLiteral("finding")
            : picture.problem.startsWith(u'▲') ? QStringLiteral("warning")
                                               : QStringLiteral("muted"));
    fit();
}

void ImageTab::fit()
{
    if (m_image.isNull())
        return m_picture->clear();
    const double ratio = devicePixelRatioF();
    QSize size = m_image.size();
    const QSize room = m_area->viewport()->size() * ratio;
    if (!m_actualSize->isChecked() && (size.width() > room.width() || size.height() > room.height()))
        size.scale(room, Qt::KeepAspectRatio);
    size = size.expandedTo(QSize(1, 1));
    QPixmap pixmap = QPixmap::fromImage(
        size == m_image.size() ? m_image : m_preview.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_picture->setPixmap(pixmap);
}

void ImageTab::resizeEvent(QResizeEvent *event)
{
    PayloadTab::resizeEvent(event);
    if (!m_actualSize->isChecked())
        fit();
}

} // namespace framescope::ui
