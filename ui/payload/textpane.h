#pragma once

#include "ui/payload/payloadtab.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace framescope::ui
{

class TextWindow;

/// Payload octets as text: the characters, their encoding, and where they are no text.
class TextPane : public PayloadTab
{
    Q_OBJECT
public:
    explicit TextPane(QWidget *parent = nullptr);

    void showPayload(const RowPayload &payload) override;
    bool grow(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    void selectOctets(OctetRange octets) override;
    std::optional<OctetRange> selectedOctets() const override;

    /// Shows octets that are no row's.
    void showBytes(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn = false);
    /// Whether what was asked for is still being read.
    bool isReading() const;
    /// What is laid out, lines as they are in the payload.
    QString text() const;
    const TextWindow &window() const noexcept { return *m_window; }

private:
    void showNotice();
    QString encoding() const;

    TextWindow *m_window;
    QByteArray m_mark; ///< the first octets, where a byte order mark may stand
    QWidget *m_notice;
    QLabel *m_noticeText;
    QPushButton *m_noticeButton;
    QLabel *m_encoding;
    QToolButton *m_wrap;
};

} // namespace framescope::ui
