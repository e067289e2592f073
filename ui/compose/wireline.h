#pragma once

#include "core/ws/frameheader.h"

#include <QByteArray>
#include <QString>
#include <QWidget>

namespace framescope::ui
{

/// The first octets of a frame as they will be on the wire, each header field in its colour, and how many there are.
class WireLine : public QWidget
{
    Q_OBJECT
public:
    static constexpr qsizetype mostShown = 64;

    explicit WireLine(QWidget *parent = nullptr);

    /// `head`: the frame's first octets, at most mostShown; `total`: of the whole frame.
    void setFrame(const ws::FrameHeader &header, const QByteArray &head, quint64 total);
    /// Words in the place of octets that are not known yet.
    void setUnknown(const QString &words);
    /// "wire: 89 fe 00 c8 … (208 bytes)", with all octets that are known here.
    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString tail(qsizetype shown) const;
    QColor colorOf(qsizetype index) const;

    QByteArray m_head;
    QString m_unknown;
    quint64 m_total = 0;
    qsizetype m_keyAt = 0; ///< octets before it: two and the extended length
    qsizetype m_dataAt = 0;
};

} // namespace framescope::ui
