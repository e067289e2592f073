#pragma once

#include "ui/payload/payloadtab.h"

#include <QImage>

#include <stop_token>

class QLabel;
class QScrollArea;
class QToolButton;

namespace framescope::ui
{

class LatestJob;

/// "png", "jpeg", "gif" or "webp" when the octets begin as such a picture does, as QImageReader calls it; else empty.
QByteArray imageFormat(QByteArrayView beginning);

/// A payload that is a picture. There for rows whose octets begin as one.
class ImageTab : public PayloadTab
{
    Q_OBJECT
public:
    /// Larger payloads and pictures are not decoded, and the tab says so.
    static constexpr std::uint64_t maxOctets = 64 * 1024 * 1024;
    static constexpr std::int64_t maxPixels = 40'000'000;

    explicit ImageTab(QWidget *parent = nullptr);
    ~ImageTab() override;

    void showPayload(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    bool isFor(const RowPayload &payload) const override;
    /// Whether the picture is still being read.
    bool isReading() const;
    const QImage &image() const noexcept { return m_image; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// What came of reading a picture.
    struct Picture {
        QByteArray format;
        QSize size; ///< as its header says
        QImage image;
        QImage preview;   ///< the same, not too large to be scaled again
        int pictures = 0; ///< of an animation; 0 when it is none, or cannot be told
        std::uint64_t octets = 0;
        QString problem;
    };
    static Picture read(const RowPayload::Fetch &fetch, std::uint64_t size, const std::stop_token &stop);
    void showPicture(const Picture &picture);
    void fit();

    LatestJob *m_job;
    QImage m_image;
    QImage m_preview;
    QLabel *m_facts;
    QLabel *m_problem;
    QScrollArea *m_area;
    QLabel *m_picture;
    QToolButton *m_actualSize;
};

} // namespace framescope::ui
