#pragma once

#include "core/craft/framespec.h"
#include "core/ws/role.h"
#include "ui/compose/recall.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTimer;

namespace framescope::ui
{

class CloseFields;
class FindingsView;
class FrameFieldsEditor;
class HistoryEdit;
class PayloadEditor;
class WireLine;

/// Describes any frame, legal or not, shows its exact octets and what a receiver will say of them, and sends those
/// octets as they are. A second tab takes raw octets that need not be a frame at all.
class Composer : public QWidget
{
    Q_OBJECT
public:
    /// Payloads over this are judged a moment after the last change, not with each key.
    static constexpr qsizetype judgeAtOnce = 64 * 1024;

    explicit Composer(QWidget *parent = nullptr);
    ~Composer() override;

    /// Whether there is a connection to send on; when not, `why` stands under Send.
    void setTargetAvailable(bool available, const QString &why = {});
    /// What the connection agreed on: a compressed frame is legal then.
    void setAgreement(const ws::Agreement &agreement);
    /// As which end the frame is sent, for judging (a client masks, a server does not).
    void setRole(ws::Role role);

    craft::FrameSpec frame() const;
    /// "Open in composer": shows the frame and its payload.
    void setFrame(const craft::FrameSpec &spec);
    void focusPayload();

public Q_SLOTS:
    /// Sends what the tab in front shows; does nothing while Send is off.
    void send();

Q_SIGNALS:
    void sendRequested(const QByteArray &wire);

private:
    struct SentFrame {
        craft::FrameSpec spec;
        int payloadMode = 0;
        QString filePath;
    };

    void buildFrameTab();
    void buildRawTab();
    void refresh();
    void refreshRaw();
    void judge();
    void showSendState();
    QString whyNot() const;
    QString whyUnavailable() const;
    void fillPayloadFromClose();
    void sendFrame();
    void sendRaw();
    SentFrame current() const;
    void recall(bool older);
    void recallRaw(bool older);

    QByteArray wirePayload(craft::FrameSpec spec);

    ws::Role m_role = ws::Role::Client;
    ws::Agreement m_agreement;
    QByteArray m_plain, m_deflated; ///< the payload last compressed and what became of it: typing asks often
    bool m_available = false;
    QString m_whyUnavailable;
    ws::MaskKey m_randomKey; ///< of the next frame, so that what is shown is what is sent
    Recall<SentFrame> m_sent;
    Recall<QString> m_sentRaw;
    bool m_filling = false;

    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_left = nullptr;
    QStackedWidget *m_right = nullptr;
    FrameFieldsEditor *m_fields = nullptr;
    WireLine *m_wire = nullptr;
    FindingsView *m_findings = nullptr;
    CloseFields *m_close = nullptr;
    PayloadEditor *m_payload = nullptr;
    HistoryEdit *m_raw = nullptr;
    QLabel *m_rawStatus = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_sendRaw = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_rawReason = nullptr;
    QTimer *m_later = nullptr;
};

} // namespace framescope::ui
