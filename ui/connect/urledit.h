#pragma once

#include <QLineEdit>

class QAction;
class QStringListModel;

namespace framescope::ui
{

class ListStore;

/// Where to connect: the scheme coloured by what it means, a lock for wss, red with the reason when it cannot be used,
/// the addresses of before in a drop-down. A pasted http(s) URL becomes ws(s); a pasted curl line is handed on.
class UrlEdit : public QLineEdit
{
    Q_OBJECT
public:
    static constexpr int maxHistory = 30;

    /// Lifetime: the store outlives the field.
    explicit UrlEdit(ListStore &history, QWidget *parent = nullptr);

    /// What is known of the encryption of the connection that is looked at.
    enum class Tls { Unknown, Verified, Excepted, Refused };
    /// For as long as its address stands in the field the lock tells of it; of any other only what its scheme says.
    void setTls(Tls tls, const QString &url);

    /// Empty when the URL can be used, else why not and what to do.
    QString problem() const { return m_problem; }
    /// Makes an http(s) URL its ws(s) counterpart, as a paste does.
    void convert();
    /// Puts the address on top of the history.
    void remember(const QString &url);
    QStringList history() const;

Q_SIGNALS:
    /// A curl command was pasted or typed; the field keeps what it held before.
    void curlEntered(const QString &command);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void onEdited(const QString &text);
    void judge();
    void colourScheme();
    void showIcons();
    Tls tls() const;
    void openHistory();

    ListStore &m_history;
    QStringListModel *m_completions = nullptr;
    QAction *m_lock = nullptr;
    QAction *m_drop = nullptr;
    QString m_before; ///< the text before the last edit, for telling a paste from typing
    QString m_problem;
    bool m_secure = false;
    Tls m_tls = Tls::Unknown; ///< of the connection to m_tlsUrl
    QString m_tlsUrl;
};

} // namespace framescope::ui
