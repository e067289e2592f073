#pragma once

#include "core/base/result.h"
#include "ui/support/bytestext.h"

#include <QByteArray>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace framescope::ui
{

class HistoryEdit;

/// The payload of a frame as text, hex, Base64, or out of a file. Switching shows the same octets the other way where
/// that is possible, and says so where it is not.
class PayloadEditor : public QWidget
{
    Q_OBJECT
public:
    enum Mode { Text, Hex, Base64, File };
    /// A file over this is not sent in one frame: the octets are built in memory.
    static constexpr qint64 maxFile = 256LL * 1024 * 1024;
    /// Payloads over this, given by setBytes(), are held as they are and not shown in an editor.
    static constexpr qsizetype maxEdited = 1024 * 1024;

    explicit PayloadEditor(QWidget *parent = nullptr);

    Mode mode() const { return m_mode; }
    QString filePath() const;
    /// Empty when the payload can be sent, else why not, with the place.
    QString problem() const;
    /// Octets of the payload; of a file what it has now.
    quint64 size() const;
    /// The first octets, at most `most`; of a file read now.
    QByteArray head(qsizetype most) const;
    /// All octets, a file's included. Errors: the file cannot be read or is too large; problem().
    Result<QByteArray> load() const;
    /// All octets of a file, at most maxFile. Errors: it cannot be read, or has more. Thread: any.
    static Result<QByteArray> loadFile(const QString &path);
    /// The octets when they are in an editor; of a file nothing.
    QByteArray edited() const { return m_bytes; }
    /// Whether the octets come out of a file when they are sent.
    bool fromFile() const;

    void setBytes(const QByteArray &bytes);
    /// The same on this tab, when the octets can be shown there.
    void setBytes(const QByteArray &bytes, Mode mode);
    void setFile(const QString &path);
    HistoryEdit *editor() const { return m_editor; }
    /// The tabs Text, Hex, Base64, File: whoever lays the editor out places them.
    QTabBar *tabs() const;

Q_SIGNALS:
    void changed();
    void recallRequested(bool older);

private:
    void onTab(int index);
    void onText();
    void onPath();
    void browse();
    /// Puts the octets into the editor; false when it could not hold exactly them.
    bool show(const QByteArray &bytes, Mode mode);
    void hold(const QByteArray &bytes);
    TypedBytes parse(const QString &text, Mode mode) const;
    void showStatus(const QString &notice = {});

    Mode m_mode = Text;
    Mode m_edited = Text; ///< what the editor holds while the file tab is in front
    QByteArray m_bytes;
    TypedBytes m_typed;
    bool m_holds = false; ///< m_bytes came whole from elsewhere and are on no editor
    bool m_filling = false;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_pages = nullptr;
    HistoryEdit *m_editor = nullptr;
    QLineEdit *m_path = nullptr;
    QLabel *m_status = nullptr;
};

} // namespace framescope::ui
