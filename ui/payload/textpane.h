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

    /// What the octets are to be, and so how they are judged.
    enum class Content {
        Text,     ///< of a whole text message: UTF-8 (RFC 6455 §5.6)
        Fragment, ///< of one frame of a text message: a character may go on in the next
        Close,    ///< a close frame's body: two octets of code, then a reason in UTF-8 (RFC 6455 §5.5.1)
        Head,     ///< of a handshake
        Bytes,    ///< anything
    };

    void showPayload(const RowPayload &payload) override;
    bool grow(const RowPayload &payload) override;
    void clear() override;
    void release() override;
    void selectOctets(OctetRange octets) override;
    std::optional<OctetRange> selectedOctets() const override;

    /// Shows octets that are no row's.
    void showBytes(std::uint64_t size, RowPayload::Fetch fetch, bool goesOn = false, Content content = Content::Text);
    /// Whether what was asked for is still being read.
    bool isReading() const;
    /// What is laid out, lines as they are in the payload.
    QString text() const;
    const TextWindow &window() const noexcept { return *m_window; }

private:
    void showNotice();
    void showCloseCode(const QByteArray &body);
    QString badBytesText(std::uint64_t first) const;
    QString encoding() const;

    TextWindow *m_window;
    QLabel *m_closeCode;
    QByteArray m_mark; ///< the first octets, where a byte order mark may stand
    Content m_content = Content::Text;
    std::uint64_t m_before = 0; ///< octets that are no text, before those that are laid out
    QWidget *m_notice;
    QLabel *m_noticeText;
    QPushButton *m_noticeButton;
    QLabel *m_encoding;
    QToolButton *m_wrap;
};

} // namespace framescope::ui
